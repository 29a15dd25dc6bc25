<?php

declare(strict_types=1);

namespace Cartwright\Storage;

/**
 * Which state of which cart: a version number alone comes back after a cart was cleared, swapped or rolled back, so it
 * counts only together with the incarnation, which is random and made with the cart.
 */
final readonly class CartIdentity
{
    public function __construct(public string $incarnation, public int $version)
    {
    }

    /**
     * Whether it is the same state of the same cart.
     */
    public function equals(?self $other): bool
    {
        return $other !== null
            && $this->version === $other->version
            && $this->incarnation === $other->incarnation;
    }
}
