<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Traits;

/**
 * Whose cart it is.
 */
trait ManagesIdentifier
{
    /**
     * Whose cart it is: a user's id or a session's.
     */
    public function getIdentifier(): string
    {
        return $this->identifier;
    }
}
