<?php

declare(strict_types=1);

namespace Cartwright\Bench\Floors;

use Cartwright\Bench\Samples;

/**
 * What no implementation on a storage can do without.
 */
interface StorageFloor
{
    public const CALL = 'native call';
    public const ITEM = 'item and its events';
    public const CONDITION = 'condition events';
    public const MONEY = 'Money';
    public const CONTENT = 'content array';

    /**
     * Takes the time of each of its parts once.
     */
    public function measure(Samples $samples): void;

    /**
     * @return list<string> the parts that an operation needs, its own and those above; one that it needs twice is there
     *     twice
     */
    public function partsOf(string $operation, bool $cold): array;
}
