/** Tests of the Supervisely client. */
@NullMarked
package dev.relabel.platform.supervisely;

import org.jspecify.annotations.NullMarked;
