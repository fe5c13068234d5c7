package dev.relabel.track;

/** The textbook's Kalman filter on (x, y, aspect ratio, height) and their changes, in matrices. */
final class MatrixFilter {
  private static final int SEEN = 4;
  private static final int ALL = 8;

  double[] mean = new double[ALL];
  double[][] covariance = new double[ALL][ALL];

  MatrixFilter(double... seen) {
    System.arraycopy(seen, 0, mean, 0, SEEN);
    double height = seen[3];
    addSquares(covariance, 2 * height / 20, 1e-2, 10 * height / 160, 1e-5);
  }

  private static void addSquares(
      double[][] matrix, double position, double aspect, double velocity, double aspectVelocity) {
    for (int i = 0; i < SEEN; i++) {
      double deviation = i == 2 ? aspect : position;
      matrix[i][i] += deviation * deviation;
      double change = i == 2 ? aspectVelocity : velocity;
      if (matrix.length == ALL) {
        matrix[SEEN + i][SEEN + i] += change * change;
      }
    }
  }

  void predict() {
    double height = mean[3];
    double[][] motion = new double[ALL][ALL];
    for (int i = 0; i < ALL; i++) {
      motion[i][i] = 1;
      if (i < SEEN) {
        motion[i][SEEN + i] = 1;
        mean[i] += mean[SEEN + i];
      }
    }
    covariance = product(product(motion, covariance), transposed(motion));
    addSquares(covariance, height / 20, 1e-2, height / 160, 1e-5);
  }

  void correct(double... seen) {
    double[][] sight = new double[SEEN][ALL];
    for (int i = 0; i < SEEN; i++) {
      sight[i][i] = 1;
    }
    double[][] total = product(product(sight, covariance), transposed(sight));
    addSquares(total, mean[3] / 20, 1e-1, 0, 0);
    double[][] gain = product(product(covariance, transposed(sight)), inverse(total));
    double[] surprise = new double[SEEN];
    for (int i = 0; i < SEEN; i++) {
      surprise[i] = seen[i] - mean[i];
    }
    for (int i = 0; i < ALL; i++) {
      for (int j = 0; j < SEEN; j++) {
        mean[i] += gain[i][j] * surprise[j];
      }
    }
    double[][] known = product(product(gain, total), transposed(gain));
    for (int i = 0; i < ALL; i++) {
      for (int j = 0; j < ALL; j++) {
        covariance[i][j] -= known[i][j];
      }
    }
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] product = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b[0].length; j++) {
        for (int k = 0; k < b.length; k++) {
          product[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return product;
  }

  private static double[][] transposed(double[][] a) {
    double[][] transposed = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        transposed[j][i] = a[i][j];
      }
    }
    return transposed;
  }

  /** Gauss and Jordan without exchange of rows, which positive definite matrices do not need. */
  private static double[][] inverse(double[][] matrix) {
    int size = matrix.length;
    double[][] left = new double[size][];
    double[][] right = new double[size][size];
    for (int i = 0; i < size; i++) {
      left[i] = matrix[i].clone();
      right[i][i] = 1;
    }
    for (int pivot = 0; pivot < size; pivot++) {
      double divisor = left[pivot][pivot];
      for (int j = 0; j < size; j++) {
        left[pivot][j] /= divisor;
        right[pivot][j] /= divisor;
      }
      for (int i = 0; i < size; i++) {
        double factor = i == pivot ? 0 : left[i][pivot];
        for (int j = 0; j < size; j++) {
          left[i][j] -= factor * left[pivot][j];
          right[i][j] -= factor * right[pivot][j];
        }
      }
    }
    return right;
  }
}
