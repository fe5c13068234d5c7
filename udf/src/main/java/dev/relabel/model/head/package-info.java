/**
 * Output heads: what a model's numbers mean and how they become labels.
 *
 * <p>Owns the rules that recognise a head, what each family wants as input, the decoding and
 * non-maximum suppression. Pure arithmetic: knows no ONNX Runtime, no devices and no files. Facts
 * about the layouts are from the exporters named at each head.
 */
@NullMarked
package dev.relabel.model.head;

import org.jspecify.annotations.NullMarked;
