/** Tests. */
@NullMarked
package dev.relabel.run;

import org.jspecify.annotations.NullMarked;
