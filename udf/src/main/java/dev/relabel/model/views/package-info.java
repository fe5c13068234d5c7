/**
 * Several looks at one picture: tiles of large pictures, mirrored and smaller copies, and how what
 * was found in them becomes one list of labels. Wraps any model; knows nothing of ONNX.
 */
@NullMarked
package dev.relabel.model.views;

import org.jspecify.annotations.NullMarked;
