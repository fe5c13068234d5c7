/**
 * Labels as COCO writes them: objects of its {@code annotations}, and its run lengths. Uses {@code
 * annotation} only.
 */
@NullMarked
package dev.relabel.coco;

import org.jspecify.annotations.NullMarked;
