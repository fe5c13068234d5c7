/** Tests of what every platform shares. */
@NullMarked
package dev.relabel.platform;

import org.jspecify.annotations.NullMarked;
