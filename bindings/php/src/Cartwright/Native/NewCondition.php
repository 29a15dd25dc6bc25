<?php

declare(strict_types=1);

namespace Cartwright\Native;

/**
 * A condition on its way onto a cart, before the engine has checked it.
 *
 * @internal
 */
final readonly class NewCondition
{
    public function __construct(
        public string $name,
        public string $type,
        public string $target,
        public string|float $value,
        public ?string $attributesJson,
        public int $order,
        public ?string $rulesJson,
    ) {
    }
}
