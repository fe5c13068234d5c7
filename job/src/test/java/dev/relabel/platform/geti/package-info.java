/** Tests of the Geti client. */
@NullMarked
package dev.relabel.platform.geti;

import org.jspecify.annotations.NullMarked;
