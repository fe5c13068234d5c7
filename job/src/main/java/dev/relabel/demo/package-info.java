/**
 * The quickstart's demo: a small project of pictures with text, drawn by code, whose exact text
 * boxes are known, and the score of a run on it.
 *
 * <p>Nothing is downloaded and no font is needed, so that the first five minutes with Relabel work
 * on any machine with a JDK. The same seed gives the same pictures. Uses {@code annotation}, {@code
 * export} and, to read what a run left behind, {@code platform.local} and {@code platform.format}.
 */
@NullMarked
package dev.relabel.demo;

import org.jspecify.annotations.NullMarked;
