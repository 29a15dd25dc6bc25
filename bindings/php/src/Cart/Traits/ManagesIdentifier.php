<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Traits;

/**
 * Whose cart it is.
 */
trait ManagesIdentifier
{
    public function getIdentifier(): string
    {
        return $this->identifier;
    }
}
