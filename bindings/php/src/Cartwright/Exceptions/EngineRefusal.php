<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

use Throwable;

/**
 * What the engine refuses or cannot do. Each of its statuses is a class; the kind is that status as a word.
 */
interface EngineRefusal extends Throwable
{
    /**
     * The same word in every language in which the engine can be called, such as "cart_too_large".
     */
    public function kind(): string;

    /**
     * What the engine knows beside the sentence: the field, the limit, the position.
     *
     * @return array<string, mixed>
     */
    public function detail(): array;
}
