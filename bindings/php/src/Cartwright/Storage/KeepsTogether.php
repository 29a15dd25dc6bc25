<?php

declare(strict_types=1);

namespace Cartwright\Storage;

/**
 * A storage that finds the parts of a cart with one look.
 *
 * @internal
 */
interface KeepsTogether
{
    /**
     * Whether it does: it may depend on what is behind it.
     */
    public function keepsTogether(): bool;

    /**
     * What getItems(), getConditions() and getMetadata() of a key would answer.
     *
     * @param string $key without a dot
     * @param 'items'|'conditions'|null $only the part that is needed beside the metadata, if it is one; then the other may
     *     be missing
     *
     * @return array{array<array-key, mixed>, array<array-key, mixed>, mixed}
     */
    public function parts(string $identifier, string $instance, string $key, ?string $only = null): array;
}
