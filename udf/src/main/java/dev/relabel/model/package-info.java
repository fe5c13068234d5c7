/**
 * Models: what a batch of images goes into and labels come out of.
 *
 * <p>Owns the model card (what a file is and how it wants its input) and the settings of a model.
 * {@link dev.relabel.model.head} recognises and decodes output heads and knows no runtime; {@link
 * dev.relabel.model.onnx} runs ONNX files on devices and is where models are opened. Both use this
 * package, which uses neither. Knows nothing of platforms, Spark or the network.
 */
@NullMarked
package dev.relabel.model;

import org.jspecify.annotations.NullMarked;
