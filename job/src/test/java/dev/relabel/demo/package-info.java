/** Tests of {@code dev.relabel.demo}. */
@NullMarked
package dev.relabel.demo;

import org.jspecify.annotations.NullMarked;
