<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Models\Traits;

use MasyukAI\Cart\Exceptions\InvalidCartItemException;

/**
 * What the shop keeps with an item, such as its size. A change makes another item.
 */
trait AttributeTrait
{
    /**
     * The same item with these attributes and no others.
     *
     * @param array<string, mixed> $attributes
     *
     * @throws InvalidCartItemException
     */
    public function setAttributes(array $attributes): static
    {
        return $this->copy(attributes: $attributes);
    }

    /**
     * The same item with one more attribute, or another value of it.
     *
     * @throws InvalidCartItemException
     */
    public function addAttribute(string $key, mixed $value): static
    {
        $attributes = $this->attributes->all();
        $attributes[$key] = $value;

        return $this->copy(attributes: $attributes);
    }

    /**
     * The same item without an attribute.
     */
    public function removeAttribute(string $key): static
    {
        return $this->copy(attributes: $this->attributes->except($key)->all());
    }

    /**
     * An attribute; the default if it is not there.
     */
    public function getAttribute(string $key, mixed $default = null): mixed
    {
        return $this->attributes->get($key, $default);
    }

    /**
     * Also true for an attribute that is null.
     */
    public function hasAttribute(string $key): bool
    {
        return $this->attributes->has($key);
    }
}
