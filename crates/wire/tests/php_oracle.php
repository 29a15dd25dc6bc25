<?php

declare(strict_types=1);

/*
 * Answers what PHP itself does with the cases that php_oracle.rs writes into a file, one per line: a letter and the
 * case in hexadecimal. The answers come in the same order, one per line, parts in hexadecimal separated by spaces.
 */

foreach (new SplFileObject($argv[1]) as $line) {
    $line = trim($line);
    if ($line === '') {
        continue;
    }
    $case = hex2bin(substr($line, 2));

    echo match ($line[0]) {
        'f' => aboutFloat(unpack('E', $case)[1]),
        's' => bin2hex(json_encode($case, JSON_THROW_ON_ERROR)),
        'k' => bin2hex(serialize([$case => null])),
        'j' => aboutJson($case),
    }, "\n";
}

function aboutFloat(float $value): string
{
    return bin2hex(is_finite($value) ? json_encode($value) : 'none').' '.bin2hex(serialize($value));
}

/** "ok", the serialized value and either its JSON or the code why there is none; or "no", code and message. */
function aboutJson(string $json): string
{
    $value = json_decode($json, true);
    if (json_last_error() !== JSON_ERROR_NONE) {
        return 'no '.json_last_error().' '.bin2hex(json_last_error_msg());
    }
    $serialized = bin2hex(serialize($value));
    try {
        return "ok $serialized ".bin2hex(json_encode($value, JSON_THROW_ON_ERROR));
    } catch (JsonException $e) {
        return "ok $serialized error ".$e->getCode().' '.bin2hex($e->getMessage());
    }
}
