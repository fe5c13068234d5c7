/** Tests of {@code dev.relabel.coco}. */
@NullMarked
package dev.relabel.coco;

import org.jspecify.annotations.NullMarked;
