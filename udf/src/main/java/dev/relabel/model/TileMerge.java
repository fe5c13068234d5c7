package dev.relabel.model;

/** What becomes of labels that several tiles give for one object. */
public enum TileMerge {
  /**
   * Labels that agree (intersection over union) in the part of the picture that both tiles show are
   * one object; what a seam has cut is put together.
   */
  SEAMS,
  /**
   * Labels of which one lies in the other (intersection over the smaller area) are one object; the
   * parts that a seam has cut are put together.
   */
  IOS,
  /** Of labels that overlap (intersection over union) the best one stays as it is. */
  NMS
}
