/** Tests of the pipeline. */
@NullMarked
package dev.relabel.predict;

import org.jspecify.annotations.NullMarked;
