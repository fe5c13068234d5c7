package dev.relabel.platform.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An image to be added to a dataset.
 *
 * @param name its file name
 * @param content the file whose content is copied
 * @param hash base64 of the content's SHA-256
 * @param meta custom metadata, if any
 */
public record NewImage(String name, Path content, String hash, Optional<ObjectNode> meta) {}
