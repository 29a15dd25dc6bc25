<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Cartwright\Storage\Backoff;

/**
 * How versions are changed and looked at, as far as PHP does it.
 *
 * @internal
 */
final readonly class ChangeSettings
{
    /** @var list<string> of which the global version is made */
    public array $types;

    /**
     * @param list<string> $types
     * @param int $settleWait milliseconds to wait for open transactions
     */
    public function __construct(array $types, public Backoff $backoff, public int $settleWait = 2000)
    {
        $types = array_unique([...array_map(strval(...), $types), DataVersions::GLOBAL]);
        sort($types, SORT_STRING);
        $this->types = $types;
    }
}
