/**
 * Tests of the tests: each safeguard of a write-back is switched off, one at a time, and a named
 * test has to notice. What is switched off, and who notices, is listed in {@link Mutations}.
 */
@NullMarked
package dev.relabel.mutations;

import org.jspecify.annotations.NullMarked;
