@NullMarked
package dev.relabel.client;

import org.jspecify.annotations.NullMarked;
