<?php

declare(strict_types=1);

namespace Cartwright\Storage;

/**
 * A storage that finds all parts of a cart in one place, with one look.
 *
 * @internal
 */
interface KeepsTogether
{
    /**
     * What getItems(), getConditions() and getMetadata() of a key would answer.
     *
     * @param string $key without a dot
     *
     * @return array{array<array-key, mixed>, array<array-key, mixed>, mixed}
     */
    public function parts(string $identifier, string $instance, string $key): array;
}
