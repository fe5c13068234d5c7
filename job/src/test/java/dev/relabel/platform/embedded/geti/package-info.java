/** Tests of the embedded Geti server, over HTTP. */
@NullMarked
package dev.relabel.platform.embedded.geti;

import org.jspecify.annotations.NullMarked;
