/** Tests. */
@NullMarked
package dev.relabel.stage;

import org.jspecify.annotations.NullMarked;
