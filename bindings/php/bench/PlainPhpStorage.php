<?php

declare(strict_types=1);

namespace Cartwright\Bench;

/**
 * Where a PlainPhpCart is kept: PHP's arrays, read and put as a whole, as the original's storages do.
 */
interface PlainPhpStorage
{
    /**
     * @param 'items'|'conditions' $part
     *
     * @return array<array-key, mixed>
     */
    public function get(string $part): array;

    /**
     * @param 'items'|'conditions' $part
     * @param array<array-key, mixed> $data
     */
    public function put(string $part, array $data): void;
}
