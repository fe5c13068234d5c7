/** Tests. */
@NullMarked
package dev.relabel.publish;

import org.jspecify.annotations.NullMarked;
