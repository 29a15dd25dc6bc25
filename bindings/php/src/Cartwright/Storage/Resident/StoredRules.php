<?php

declare(strict_types=1);

namespace Cartwright\Storage\Resident;

/**
 * Where the conditions that go by stored rules are kept: among the metadata, which the original reads past.
 *
 * @internal
 */
final class StoredRules
{
    public const KEY = '__cartwright_dynamic_conditions';
}
