/** Fakes and helpers for tests. */
@NullMarked
package dev.relabel.testing;

import org.jspecify.annotations.NullMarked;
