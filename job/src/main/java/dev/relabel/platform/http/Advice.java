package dev.relabel.platform.http;

/**
 * What people can do when a server of some kind cannot be used.
 *
 * @param kind what should answer at the address
 * @param shortKind the same in a word
 * @param address what to set another address with
 * @param token why a token may be refused, and what to do
 */
public record Advice(String kind, String shortKind, String address, String token) {}
