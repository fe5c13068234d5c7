/** Runs the scripts and what the documentation tells people to type, as they would. */
@NullMarked
package dev.relabel.submit;

import org.jspecify.annotations.NullMarked;
