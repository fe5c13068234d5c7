/**
 * Videos: which frames there are and when, which of them a person wants, and their pictures. Reads
 * MP4, MOV, Matroska, WebM and AVI with FFmpeg, from bytes that somebody else brings. Knows no file
 * system and no Spark; uses {@code image} and {@code annotation} only.
 */
@NullMarked
package dev.relabel.video;

import org.jspecify.annotations.NullMarked;
