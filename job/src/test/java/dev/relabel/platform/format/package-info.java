/** Tests of Supervisely's JSON. */
@NullMarked
package dev.relabel.platform.format;

import org.jspecify.annotations.NullMarked;
