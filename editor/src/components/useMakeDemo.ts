/** Makes the demo workspace and goes to its phone. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { makeDemo } from "../calls";

export function useMakeDemo() {
  const queries = useQueryClient();
  const [, go] = useLocation();
  return useMutation({
    mutationFn: makeDemo,
    onSuccess: async ({ accountId }) => {
      await queries.invalidateQueries();
      go(`/phone/${accountId}`);
    },
  });
}
