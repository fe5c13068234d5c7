/**
 * The Prediction API for Java programs: {@link dev.relabel.client.Relabel} opens models, {@link
 * dev.relabel.client.Model} predicts, at once or as a {@link dev.relabel.client.PredictionSession}.
 * Runs in the caller's process; may use every package but {@code cli}.
 */
@NullMarked
package dev.relabel.client;

import org.jspecify.annotations.NullMarked;
