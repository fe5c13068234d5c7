/** Tests. */
@NullMarked
package dev.relabel.source;

import org.jspecify.annotations.NullMarked;
