/**
 * Annotation platforms behind one interface.
 *
 * <p>Owns {@link dev.relabel.platform.Platform}, its IDs and values, the rate limit and the retry
 * rules that every client shares. Implementations live in sub-packages, one per platform.
 */
@NullMarked
package dev.relabel.platform;

import org.jspecify.annotations.NullMarked;
