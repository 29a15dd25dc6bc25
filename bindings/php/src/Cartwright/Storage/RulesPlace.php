<?php

declare(strict_types=1);

namespace Cartwright\Storage;

/**
 * Where the conditions that go by stored rules are kept: among the metadata, which the original reads past.
 *
 * @internal
 */
final class RulesPlace
{
    public const KEY = '__cartwright_dynamic_conditions';
}
