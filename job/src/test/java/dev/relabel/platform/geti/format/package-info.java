/** Tests of Geti's JSON. */
@NullMarked
package dev.relabel.platform.geti.format;

import org.jspecify.annotations.NullMarked;
