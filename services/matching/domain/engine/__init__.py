"""The matching computation: arrays in, pairs with reasons out."""
