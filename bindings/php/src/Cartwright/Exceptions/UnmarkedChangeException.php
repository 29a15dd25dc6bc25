<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

/**
 * No mark could be set for a change, without which pages would be old after it, and the policy is to refuse: roll it back.
 */
final class UnmarkedChangeException extends VersionsException implements EngineRefusal
{
    use CarriesDetail;

    public const KIND = 'change_unmarked';
}
