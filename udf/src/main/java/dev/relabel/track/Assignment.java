package dev.relabel.track;

import java.util.Arrays;

/**
 * Who goes with whom at the least total cost, where a pair has to cost less than a limit and
 * staying alone costs the limit: the pairs of which the sum of (limit − cost) is greatest.
 *
 * <p>The Hungarian algorithm with shortest augmenting paths (Jonker and Volgenant 1987), row by
 * row; each row may also stay alone. Needs time {@code rows × columns × (pairs + 1)} at most. Among
 * answers of the same cost the choice depends on the order of rows and columns alone, and never on
 * rows and columns that no chain of possible pairs connects.
 */
final class Assignment {
  /** In place of a column for a row that stays alone. */
  static final int ALONE = -1;

  private final double[][] costs;
  private final double limit;
  private final int columns;
  private final double[] rowPrices;
  private final double[] columnPrices;
  private final int[] columnOf;
  private final int[] rowOf;

  private Assignment(double[][] costs, int columns, double limit) {
    this.costs = costs;
    this.columns = columns;
    this.limit = limit;
    rowPrices = new double[costs.length];
    columnPrices = new double[columns];
    columnOf = new int[costs.length];
    rowOf = new int[columns];
    Arrays.fill(columnOf, ALONE);
    Arrays.fill(rowOf, ALONE);
  }

  /**
   * Each row's column, or {@link #ALONE}.
   *
   * @param costs by row and column, all rows of one length; what is not below the limit, NaN too,
   *     is never a pair
   */
  static int[] of(double[][] costs, double limit) {
    Assignment assignment = new Assignment(costs, costs.length == 0 ? 0 : costs[0].length, limit);
    for (int row = 0; row < costs.length; row++) {
      assignment.new Search(row).run();
    }
    return assignment.columnOf;
  }

  /** The cheapest way to take one more row in: a path from it, along which rows change columns. */
  private final class Search {
    private final int start;
    private final double[] distance = new double[columns];
    private final int[] from = new int[columns];
    private final boolean[] visited = new boolean[columns];
    private double shortestToAlone = Double.POSITIVE_INFINITY;
    private int rowToLeaveAlone = ALONE;

    Search(int start) {
      this.start = start;
      Arrays.fill(distance, Double.POSITIVE_INFINITY);
    }

    void run() {
      look(start, 0);
      int next = nearest();
      while (next != ALONE && rowOf[next] != ALONE) {
        visited[next] = true;
        look(rowOf[next], distance[next]);
        next = nearest();
      }
      if (next != ALONE) {
        reprice(distance[next]);
        change(next);
      } else {
        reprice(shortestToAlone);
        int freed = columnOf[rowToLeaveAlone];
        columnOf[rowToLeaveAlone] = ALONE;
        change(freed);
      }
    }

    private void look(int row, double length) {
      if (length - rowPrices[row] < shortestToAlone) {
        shortestToAlone = length - rowPrices[row];
        rowToLeaveAlone = row;
      }
      for (int column = 0; column < columns; column++) {
        if (!visited[column] && costs[row][column] < limit) {
          double reduced = costs[row][column] - limit - rowPrices[row] - columnPrices[column];
          if (length + reduced < distance[column]) {
            distance[column] = length + reduced;
            from[column] = row;
          }
        }
      }
    }

    /** The first column that is nearer than all others and than leaving a row alone. */
    private int nearest() {
      int nearest = ALONE;
      for (int column = 0; column < columns; column++) {
        if (!visited[column]
            && distance[column] < (nearest == ALONE ? shortestToAlone : distance[nearest])) {
          nearest = column;
        }
      }
      return nearest;
    }

    /** Keeps the prices such that no pair is cheaper than its prices say. */
    private void reprice(double length) {
      rowPrices[start] += length;
      for (int column = 0; column < columns; column++) {
        if (visited[column]) {
          columnPrices[column] -= length - distance[column];
          rowPrices[rowOf[column]] += length - distance[column];
        }
      }
    }

    private void change(int free) {
      int column = free;
      while (column != ALONE) {
        int row = from[column];
        int left = columnOf[row];
        columnOf[row] = column;
        rowOf[column] = row;
        column = left;
      }
    }
  }
}
