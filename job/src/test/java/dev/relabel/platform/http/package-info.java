/** Tests of what sends a platform's calls. */
@NullMarked
package dev.relabel.platform.http;

import org.jspecify.annotations.NullMarked;
