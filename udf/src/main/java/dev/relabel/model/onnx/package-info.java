/**
 * ONNX files on ONNX Runtime: devices, sessions shared by a process, batches, and the {@link
 * dev.relabel.model.Model} made of them.
 *
 * <p>The only package that calls ONNX Runtime. Start at {@link dev.relabel.model.onnx.Models}.
 */
@NullMarked
package dev.relabel.model.onnx;

import org.jspecify.annotations.NullMarked;
