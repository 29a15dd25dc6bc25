<?php

declare(strict_types=1);

namespace Cartwright\Native\Library;

use Cartwright\Native\Abi;
use FFI\CData;

/**
 * Operations as JSON, for what has no call of its own, and what they did.
 *
 * @internal
 */
trait Operations
{
    private readonly CData $result;

    private function makeOperationPlaces(): void
    {
        $this->result = $this->ffi->new('cw_result *[1]');
    }

    /**
     * @param string $operations one operation or a list of them, as JSON; all are done or none
     *
     * @return list<array<string, mixed>> the changes
     */
    public function apply(CData $cart, string $operations): array
    {
        $this->expectOk(
            $this->ffi->cw_cart_apply($cart, $operations, strlen($operations), $this->result, $this->error),
        );

        return $this->takeChanges();
    }

    /**
     * The items that are in both carts, each with the quantity that the strategy gives it.
     *
     * @return list<array<string, mixed>>
     */
    public function conflicts(CData $cart, CData $other, int $strategy): array
    {
        $this->expectOk($this->ffi->cw_cart_conflicts(
            $cart,
            $other,
            $strategy,
            Abi::FORMAT_PHP,
            $this->text,
            $this->length,
            $this->error,
        ));

        return $this->takeArray() ?? [];
    }

    /**
     * @param string|null $resolutions what was decided, by line, as JSON
     *
     * @return list<array<string, mixed>> the changes
     */
    public function merge(CData $cart, CData $other, int $strategy, ?string $resolutions): array
    {
        $this->expectOk($this->ffi->cw_cart_merge(
            $cart,
            $other,
            $strategy,
            $resolutions,
            strlen($resolutions ?? ''),
            $this->result,
            $this->error,
        ));

        return $this->takeChanges();
    }

    /**
     * @return list<array<string, mixed>>
     */
    private function takeChanges(): array
    {
        $result = $this->result[0];

        if ($result === null) {
            return [];
        }

        try {
            $this->expectOk($this->ffi->cw_result_changes(
                $result,
                Abi::FORMAT_PHP,
                $this->text,
                $this->length,
                $this->error,
            ));
        } finally {
            $this->ffi->cw_result_free($result);
        }

        return $this->takeArray() ?? [];
    }
}
