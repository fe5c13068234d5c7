/** Tests. */
@NullMarked
package dev.relabel.cli;

import org.jspecify.annotations.NullMarked;
