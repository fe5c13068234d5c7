/** Tests of how models are found and named. */
@NullMarked
package dev.relabel.deploy;

import org.jspecify.annotations.NullMarked;
